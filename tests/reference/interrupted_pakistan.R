# SPDX-License-Identifier: GPL-3.0-or-later
# Reference values for tests/unit/shift/test_interrupted_store.c, made once with R 4.2.2 and MASS 7.3-58
# from data that are not part of the project:
#   MIZAN_TEST_DATA=... Rscript tests/reference/interrupted_pakistan.R    (from the project's folder)
# Writes interrupted_pakistan.csv: ln level, its error by the model, the change of slope and theta of
# deaths by month at August 2021, five years on each side (ucdp/deaths_by_month_...csv), and of events
# by month at agreements of Pakistan (ucdp/ged_pakistan_...csv), each with the terms of the others in
# its window. R does not run in the tests.
suppressPackageStartupMessages(library(MASS))
folder <- Sys.getenv("MIZAN_TEST_DATA")
tight <- glm.control(epsilon = 1e-13, maxit = 500)

one <- function(series, counts, first, at, others, years = 5) {  # months count from 0
  n <- length(counts); w <- 12 * years
  t <- max(0, at - w):min(n - 1, at + w - 1)
  y <- counts[t + 1]; turn <- 2 * pi * ((t + first) %% 12) / 12
  x <- cbind(level = t >= at, slope = pmax(0, t - at) / 12, one = 1, trend = (t - at) / 12,
    cos(turn), sin(turn), cos(2 * turn), sin(2 * turn))
  for (o in others) if (o > min(t) && o <= max(t)) {
    x <- cbind(x, t >= o)
    if (o - min(t) >= 12 && max(t) - o + 1 >= 12) x <- cbind(x, pmax(0, t - o) / 12)
  }
  fit <- glm.nb(y ~ 0 + x, control = tight)
  b <- unname(coef(fit)); se <- unname(sqrt(diag(vcov(fit))))
  data.frame(series = series, date = sprintf("%d-%02d", (at + first) %/% 12, (at + first) %% 12 + 1),
    level = b[1], error = se[1], slope = b[2], theta = fit$theta, before = sum(y[t < at]),
    after = sum(y[t >= at]))
}
month <- function(text) 12 * as.integer(substr(text, 1, 4)) + as.integer(substr(text, 6, 7)) - 1

monthly <- read.csv(file.path(folder, "ucdp/deaths_by_month_pakistan_afghanistan.csv"))
first <- month(monthly$month[1])
rows <- list(one("deaths", monthly$pakistan, first, month("2021-08") - first, NULL))

ged <- read.csv(file.path(folder, "ucdp/ged_pakistan_1989_2021_hdx.csv"))
ged <- ged[-1, ]                                             # HXL tags
ged <- ged[as.integer(ged$date_prec) < 5, ]
at <- month(substr(ged$date_end, 1, 10))
counts <- tabulate(at - month("1989-01") + 1, 33 * 12)
dates <- month(c("2005-02", "2006-09", "2009-02", "2014-03")) - month("1989-01")
for (d in dates) rows[[length(rows) + 1]] <- one("events", counts, month("1989-01"), d, setdiff(dates, d))
rows <- do.call(rbind, rows)
rows[] <- lapply(rows, function(x) if (is.numeric(x)) signif(x, 12) else x)
write.csv(rows, "tests/reference/interrupted_pakistan.csv", row.names = FALSE, quote = FALSE)

# SPDX-License-Identifier: GPL-3.0-or-later
# Reference values for tests/unit/agreement/test_effect_reference.c, made once with R 4.2.2 and MASS 7.3-58:
#   Rscript tests/reference/effect.R       (from the project's folder)
# Writes effect_counts.csv, three records that R's own generators made, and effect.csv, what R finds
# in them: the definitions of include/mizan/agreement.h written a second time, from the vectors of
# daily counts and with R's own quantiles; and beside them what two standard models say, a
# quasi-Poisson one (glm) and a negative binomial one (MASS::glm.nb), over blocks of the window's
# length. R does not run in the tests.
suppressPackageStartupMessages(library(MASS))
set.seed(20140301)

day_one <- as.Date("2005-01-01")
n <- 3653
level <- list(
  poisson = rep(0.8, n),
  clustered = rep(0.25, n),
  drifting = 0.1 + 0.4 * (seq_len(n) / n))
poisson <- rpois(n, level$poisson)
clusters <- function(rate) {
  counts <- integer(n)
  for (day in seq_len(n)) for (i in seq_len(rpois(1, rate[day]))) {
    lags <- day + rpois(1 + rgeom(1, 0.25), 2)
    for (at in lags[lags <= n]) counts[at] <- counts[at] + 1L
  }
  counts
}
record <- list(poisson = poisson, clustered = clusters(level$clustered),
  drifting = clusters(level$drifting))

sums <- function(counts, w) rowSums(embed(counts, w))       # of days i..i+w-1
dispersion_of <- function(counts, from, to, block, change) { # days count from 1; `to` within
  first <- max(1, from - 1826); end <- min(length(counts), to + 1826)
  block <- max(1, min(block, (end - first + 1) %/% 24))
  part <- counts[first:end]
  s <- sums(part, block)
  k <- length(s) - block
  before <- s[1:k]; after <- s[block + 1:k]
  at <- first - 1 + block + 1:k                             # first day of the second block
  keep <- if (is.na(change)) rep(TRUE, k) else !(at - block < change & change < at + block)
  s <- (before + after)[keep]; d <- (after - before)[keep]
  list(value = max(1, sum(d^2) / sum(s)), freedom = 1.5 * sum(s)^2 / sum(s^2) / block,
    block = block)
}
byar <- function(count, days, dispersion) {
  q <- qt(0.975, dispersion$freedom); e <- count / dispersion$value
  up <- e + 1
  c(if (e > 0) max(0, e * (1 - 1 / (9 * e) - q / (3 * sqrt(e)))^3) else 0,
    up * (1 - 1 / (9 * up) + q / (3 * sqrt(up)))^3) * dispersion$value / days
}
models <- function(counts, at, w) {
  first <- max(1, at - w - 1826); end <- min(length(counts), at + w - 1 + 1826)
  starts <- seq(at - w * ((at - first) %/% w), end - w + 1, by = w)
  y <- sapply(starts, function(i) sum(counts[i:(i + w - 1)]))
  period <- relevel(factor(ifelse(starts == at, "after", ifelse(starts == at - w, "before",
    "other"))), ref = "before")
  quasi <- summary(glm(y ~ period, family = quasipoisson))
  estimate <- quasi$coefficients["periodafter", ]
  q <- qt(0.975, quasi$df.residual)
  binomial <- tryCatch(suppressWarnings(summary(glm.nb(y ~ period))$coefficients["periodafter", ]),
    error = function(e) c(NA, NA))
  c(quasi_dispersion = quasi$dispersion,
    quasi_low = exp(estimate[[1]] - q * estimate[[2]]),
    quasi_high = exp(estimate[[1]] + q * estimate[[2]]),
    nb_low = exp(binomial[[1]] - 1.96 * binomial[[2]]),
    nb_high = exp(binomial[[1]] + 1.96 * binomial[[2]]))
}
one <- function(name, date, w) {
  counts <- record[[name]]
  at <- as.integer(as.Date(date) - day_one) + 1
  before <- sum(counts[(at - w):(at - 1)]); after <- sum(counts[at:(at + w - 1)])
  d <- dispersion_of(counts, at - w, at + w - 1, w, at)
  # prop.test without correction gives Wilson's limits; the level is that of Student's quantile.
  share <- suppressWarnings(prop.test(after / d$value, (before + after) / d$value, correct = FALSE,
    conf.level = 2 * pnorm(qt(0.975, d$freedom)) - 1))$conf.int
  others <- setdiff((w + 1):(length(counts) - w + 1), (at - 2 * w + 1):(at + 2 * w - 1))
  b <- sapply(others, function(i) sum(counts[(i - w):(i - 1)]))
  a <- sapply(others, function(i) sum(counts[i:(i + w - 1)]))
  level <- b + a >= (before + after) / 2 & b + a <= 2 * (before + after)
  odds <- (a[level] + 0.5) / (b[level] + 0.5)
  real <- abs(log((after + 0.5) / (before + 0.5)))
  large <- sum(abs(log(odds)) >= real - 1e-9)
  apart <- 0; last <- -Inf
  for (i in others[level]) if (i - last >= 2 * w) { apart <- apart + 1; last <- i }
  k <- max(1, floor(0.025 * (length(odds) + 1)))
  alone <- dispersion_of(counts, at, at + w - 1, w, NA)
  rate <- byar(after, w, alone)
  data.frame(series = name, at = date, days = w, before = before, after = after,
    dispersion = d$value, freedom = d$freedom, ratio = after / before,
    low = share[1] / (1 - share[1]), high = share[2] / (1 - share[2]),
    other_dates = length(others), placebos = length(odds), as_large = large, independent = apart,
    placebo_low = sort(odds)[k], placebo_high = sort(odds, decreasing = TRUE)[k],
    p_value = max((large + 1) / (length(odds) + 1), 1 / (3 * apart + 1)),
    rate_dispersion = alone$value, rate_low = rate[1], rate_high = rate[2],
    t(models(counts, at, w)))
}
rows <- do.call(rbind, lapply(names(record), function(name)
  do.call(rbind, lapply(c("2007-03-15", "2010-01-01", "2012-08-20"), function(date)
    do.call(rbind, lapply(c(30, 90, 180), function(w) one(name, date, w)))))))
counts <- do.call(rbind, lapply(names(record), function(name) {
  weeks <- matrix(c(record[[name]], rep(0, -n %% 7)), ncol = 7, byrow = TRUE)
  colnames(weeks) <- paste0("day", 1:7)
  data.frame(series = name, week = day_one + 7 * (seq_len(nrow(weeks)) - 1), weeks)
}))
write.csv(counts, "tests/reference/effect_counts.csv", row.names = FALSE, quote = FALSE)
rows[] <- lapply(rows, function(x) if (is.numeric(x)) signif(x, 12) else x)
write.csv(rows, "tests/reference/effect.csv", row.names = FALSE, quote = FALSE)

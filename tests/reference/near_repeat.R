# SPDX-License-Identifier: GPL-3.0-or-later
# Reference values for tests/unit/spread/test_repeat_reference.c, made once with R 4.2.2 and
# surveillance 1.20.3:
#   Rscript tests/reference/near_repeat.R     (from the project's folder)
# Writes near_repeat_events.csv, 300 events of which a third follow another one, and near_repeat.csv:
# what surveillance::knox counts within each pair of thresholds (its observed table; its p-value
# permutes labels of pairs and is not taken), on the plane and on the sphere (haversine), and mean,
# deviation and p-value over 20,000 orders of the times that R's sample() drew. R does not run in the
# tests.
suppressPackageStartupMessages(library(surveillance))
set.seed(19640101)

n <- 300
x <- round(runif(n, 66, 71), 4); y <- round(runif(n, 26, 34), 4); day <- sample(0:1500, n, TRUE)
for (i in 201:300) {
  x[i] <- round(x[i - 200] + rnorm(1, 0, 0.02), 4)
  y[i] <- round(y[i - 200] + rnorm(1, 0, 0.02), 4)
  day[i] <- day[i - 200] + rgeom(1, 0.1)
}
x[7] <- x[3]; y[7] <- y[3]; day[9] <- day[4]             # one point twice, one day twice
write.csv(data.frame(x = x, y = y, day = day), "tests/reference/near_repeat_events.csv",
  row.names = FALSE, quote = FALSE)

radians <- pi / 180
haversine <- function(i, k) {
  a <- sin((y[k] - y[i]) * radians / 2)^2 +
    cos(y[i] * radians) * cos(y[k] * radians) * sin((x[k] - x[i]) * radians / 2)^2
  2 * 6371.0088 * asin(sqrt(a))
}
sphere <- as.dist(outer(seq_len(n), seq_len(n), haversine))
plane <- dist(cbind(x, y))
gap <- dist(day)
orders <- replicate(20000, sample(n))

rows <- NULL
for (distance in c("sphere", "plane")) {
  far <- if (distance == "sphere") sphere else plane
  for (km in if (distance == "sphere") c(1, 5, 25, 100) else c(0.05, 0.5, 1)) {
    for (days in c(0, 7, 30)) {
      found <- suppressWarnings(knox(dt = gap, ds = far, eps.t = days, eps.s = km,
        simulate.p.value = FALSE))
      close <- which(as.matrix(far) <= km & upper.tri(as.matrix(far)), arr.ind = TRUE)
      counts <- apply(orders, 2, function(order) {
        t <- day[order]
        sum(abs(t[close[, 1]] - t[close[, 2]]) <= days)
      })
      rows <- rbind(rows, data.frame(distance = distance, km = km, days = days,
        observed = unname(found$statistic), close_in_space = nrow(close),
        close_in_time = sum(gap <= days), mean = mean(counts), deviation = sd(counts),
        p_value = (sum(counts >= found$statistic) + 1) / 20001))
    }
  }
}
write.csv(rows, "tests/reference/near_repeat.csv", row.names = FALSE, quote = FALSE)

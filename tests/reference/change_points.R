# SPDX-License-Identifier: GPL-3.0-or-later
# Reference values for change points, made with R 4.2.2 and strucchange 1.5-3:
#   Rscript change_points.R > change_points.csv
# Rows "strucchange": the least sum of squares with so many breaks, and where they are (first year of
# each stretch after the first), by breakpoints(). Rows "poisson", "negative-binomial" (size 2) and
# "normal-variance": the best partition by a plain dynamic programme over R's own densities, BIC and
# mBIC of Zhang and Siegmund. "objective" is minus twice the log likelihood at the best parameters
# plus penalties.
suppressMessages(library(strucchange))
coal <- as.vector(table(factor(floor(boot::coal$date), 1851:1962)))
series <- list(nile = list(as.vector(Nile), 1871), coal = list(coal, 1851),
               discoveries = list(as.vector(discoveries), 1860),
               sunspots = list(as.vector(sunspot.year), 1700))
cat("series,method,penalty,minimum,breaks,objective,starts\n")
row <- function(...) cat(paste(..., sep = ","), "\n", sep = "")
years <- function(starts, first) paste(starts + first - 1, collapse = " ")
for (name in names(series)) {
  y <- series[[name]][[1]]; first <- series[[name]][[2]]
  bp <- breakpoints(y ~ 1, h = 10, breaks = 5)
  for (k in 0:5) {
    b <- if (k == 0) integer(0) else breakpoints(bp, breaks = k)$breakpoints
    edges <- c(0, b, length(y))
    rss <- sum(sapply(seq_along(edges)[-1], function(i) {
      part <- y[(edges[i - 1] + 1):edges[i]]; sum((part - mean(part))^2) }))
    row(name, "strucchange", "none", 10, k, sprintf("%.12g", rss), years(b + 1, first))
  }
}
costs <- list(
  poisson = function(x) -2 * sum(dpois(x, mean(x), log = TRUE)),
  `negative-binomial` = function(x) -2 * sum(dnbinom(x, size = 2, mu = mean(x), log = TRUE)),
  `normal-variance` = function(x) {
    v <- max(mean((x - mean(x))^2), 1 / 12); -2 * sum(dnorm(x, mean(x), sqrt(v), log = TRUE)) })
for (name in c("coal", "discoveries", "sunspots")) for (method in names(costs)) {
  y <- round(series[[name]][[1]]); first <- series[[name]][[2]]; n <- length(y); m <- 5
  cost <- matrix(Inf, n + 1, n + 1)
  for (s in 0:(n - m)) for (e in (s + m):n) cost[s + 1, e + 1] <- costs[[method]](y[(s + 1):e])
  for (penalty in c("bic", "mbic")) {
    p <- if (method == "normal-variance") 2 else 1
    beta <- if (penalty == "bic") (p + 1) * log(n) else (p + 2) * log(n)
    best <- c(-beta, rep(Inf, n)); last <- rep(0, n + 1)
    for (e in m:n) for (s in c(0, m:max(m, e - m))) if (s + m <= e && is.finite(best[s + 1])) {
      v <- best[s + 1] + cost[s + 1, e + 1] + beta +
        (if (penalty == "mbic") log((e - s) / n) else 0)
      if (v < best[e + 1]) { best[e + 1] <- v; last[e + 1] <- s }
    }
    starts <- c(); e <- n
    while (e > 0) { starts <- c(last[e + 1] + 1, starts); e <- last[e + 1] }
    row(name, method, penalty, m, length(starts) - 1, sprintf("%.12g", best[n + 1]),
        years(starts[-1], first))
  }
}
# The series themselves, for tests without R.
out <- file("change_series.csv", "w")
writeLines("series,value", out)
for (name in names(series)) writeLines(paste(name, series[[name]][[1]], sep = ","), out)
close(out)

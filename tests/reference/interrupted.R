# SPDX-License-Identifier: GPL-3.0-or-later
# Reference values for tests/unit/shift/test_negative_binomial.c, made once with R 4.2.2, MASS 7.3-58
# and sandwich 3.0-2:
#   Rscript tests/reference/interrupted.R       (from the project's folder)
# Writes interrupted_data.csv (a monthly series and a panel that R's generators made, and MASS's own
# quine, the days that children of a school were absent) and interrupted.csv: coefficients and
# standard errors of glm.nb, with dummy columns for units; summary's, NeweyWest's, vcovPL's (by unit
# and by period, Driscoll and Kraay) and vcovCL's, and those of lib/shift/correlation.c by dense matrices. R does not run in the tests.
suppressPackageStartupMessages({library(MASS); library(sandwich)})
set.seed(20210815)
tight <- glm.control(epsilon = 1e-14, maxit = 200)

n <- 132; t <- seq_len(n) - 1
season <- function(t, h) cbind(cos(2 * pi * h * t / 12), sin(2 * pi * h * t / 12))
series <- data.frame(series = "series", unit = 0, period = t, offset = 0,
  x1 = 1, x2 = (t - 70) / 12, x3 = season(t, 1)[, 1], x4 = season(t, 1)[, 2],
  x5 = season(t, 2)[, 1], x6 = season(t, 2)[, 2],
  x7 = as.numeric(t >= 70), x8 = pmax(0, t - 70) / 12)
ar <- as.numeric(arima.sim(list(ar = 0.5), n, sd = 0.3))
series$y <- rnegbin(n, exp(3 + 0.05 * series$x2 + 0.2 * series$x3 + 0.6 * series$x7 -
  0.1 * series$x8 + ar), 4)

units <- 9; m <- 84; u <- rep(seq_len(units) - 1, each = m); p <- rep(seq_len(m) - 1, units)
common <- rnorm(m, 0, 0.25)
panel <- data.frame(series = "panel", unit = u, period = p,
  offset = log(runif(units, 0.5, 8))[u + 1],
  x1 = (p - 40) / 12, x2 = cos(2 * pi * p / 12), x3 = sin(2 * pi * p / 12),
  x4 = as.numeric(p >= 40), x5 = 0, x6 = 0, x7 = 0, x8 = 0)
panel$y <- rnegbin(nrow(panel), exp(panel$offset + rnorm(units, 0.3, 0.8)[u + 1] + 0.1 * panel$x1 +
  0.4 * panel$x4 + common[p + 1]), 1.7)

design <- model.matrix(~ Eth + Sex + Age, quine)
school <- data.frame(series = "quine", unit = 0, period = seq_len(nrow(quine)) - 1, offset = 0,
  x1 = 1, x2 = design[, 2], x3 = design[, 3], x4 = design[, 4], x5 = design[, 5],
  x6 = design[, 6], x7 = 0, x8 = 0, y = quine$Days)

# The errors from correlations of residuals, a second time: dense matrices and dummy columns.
correlated <- function(fit, unit, period, lag) {
  x <- model.matrix(fit); mu <- fitted(fit); w <- mu / (1 + mu / fit$theta)
  z <- sqrt(w) * x; bread <- solve(crossprod(z)); hat <- z %*% bread %*% t(z)
  r <- (fit$y - mu) / sqrt(mu + mu^2 / fit$theta)
  apart <- abs(outer(period, period, "-")); same <- outer(unit, unit, "==")
  products <- outer(r, r); long <- 1
  for (round in 1:3) {
    variance <- sum(r^2) / (length(r) - min(long * sum(diag(hat)), 0.6 * length(r)))
    corr <- function(pairs) if (any(pairs))
      (sum(products[pairs]) / variance + long * sum(hat[pairs])) / sum(pairs) else 0
    own <- c(1, sapply(seq_len(lag), function(l) corr(same & apart == l)))
    cross <- sapply(0:lag, function(l) corr(!same & apart == l))
    long <- min(max(1 + 2 * sum((1 - seq_len(lag) / (lag + 1)) * own[-1]), 1), 6)
  }
  v <- matrix(0, length(r), length(r))
  for (l in 0:lag) {
    v[same & apart == l] <- (1 - l / (lag + 1)) * own[l + 1]
    v[!same & apart == l] <- (1 - l / (lag + 1)) * cross[l + 1]
  }
  bread %*% t(z) %*% v %*% z %*% bread
}

one <- function(data, columns, dummies, lags) {
  formula <- as.formula(paste("y ~ 0 +", paste0("x", seq_len(columns), collapse = "+"),
    if (dummies) "+ factor(unit)" else "", "+ offset(offset)"))
  fit <- glm.nb(formula, data = data, control = tight)
  keep <- seq_len(columns)
  se <- function(v) sqrt(diag(v))[keep]
  rows <- list()
  add <- function(errors, lag, values) rows[[length(rows) + 1]] <<- data.frame(
    series = data$series[1], what = errors, lag = lag, t(unname(c(values, rep(NA, 8 - length(values))))))
  add("coefficient", 0, coef(fit)[keep])
  # The error that glm.nb keeps is that of its last step but one.
  theta <- theta.ml(data$y, fitted(fit), limit = 500, eps = 1e-14)
  add("theta", 0, c(fit$theta, attr(theta, "SE"), as.numeric(logLik(fit))))
  add("model", 0, se(vcov(fit)))
  for (lag in lags) {
    if (dummies) {
      # One row after the other in vcovPL, as the data stand.
      add("newey-west", lag, se(vcovPL(fit, cluster = data$unit, order.by = data$period, lag = lag,
        aggregate = FALSE, adjust = TRUE)))
      add("driscoll-kraay", lag, se(vcovPL(fit, cluster = data$unit, order.by = data$period,
        lag = lag, aggregate = TRUE, adjust = TRUE)))
    } else {
      add("newey-west", lag, se(NeweyWest(fit, lag = lag, prewhite = FALSE, adjust = TRUE)))
    }
  }
  add("correlated", 14, se(correlated(fit, data$unit, data$period, 14)))
  add("correlated", 3, se(correlated(fit, data$unit, data$period, 3)))
  if (dummies) add("clustered", 0, se(vcovCL(fit, cluster = data$unit, type = "HC1")))
  do.call(rbind, rows)
}
values <- rbind(one(series, 8, FALSE, c(0, 4, 12)), one(panel, 4, TRUE, c(0, 3, 11)),
  one(school, 6, FALSE, 3))
names(values) <- c("series", "what", "lag", paste0("v", 1:8))
values[] <- lapply(values, function(x) if (is.numeric(x)) signif(x, 14) else x)
data <- rbind(series, panel, school)
data[] <- lapply(data, function(x) if (is.numeric(x)) signif(x, 16) else x)
write.csv(values, "tests/reference/interrupted.csv", row.names = FALSE, quote = FALSE, na = "")
write.csv(data, "tests/reference/interrupted_data.csv", row.names = FALSE, quote = FALSE)

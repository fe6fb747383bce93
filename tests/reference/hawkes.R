# SPDX-License-Identifier: GPL-3.0-or-later
# Reference values for tests/unit/spread/test_repeat_reference.c, made once with R 4.2.2:
#   Rscript tests/reference/hawkes.R          (from the project's folder)
# Writes hawkes_events.csv, records that R drew by clusters (each event has a Poisson number of
# offspring after exponential waits), and hawkes.csv, the maximum of the likelihood by optim() and its
# standard errors by optimHess(). The likelihood is written from its definition, from all pairs of
# events, not by recursion. R does not run in the tests.
set.seed(19710101)

draw <- function(baselines, ratios, decays, end) {       # ratios[target, origin]
  groups <- length(baselines)
  time <- NULL; group <- NULL
  for (k in seq_len(groups)) {
    m <- rpois(1, baselines[k] * end)
    time <- c(time, runif(m, 0, end)); group <- c(group, rep(k, m))
  }
  i <- 1
  while (i <= length(time)) {
    for (k in seq_len(groups)) {
      born <- time[i] + rexp(rpois(1, ratios[k, group[i]]), decays[k])
      born <- born[born < end]
      time <- c(time, born); group <- c(group, rep(k, length(born)))
    }
    i <- i + 1
  }
  order <- order(time)
  data.frame(time = round(time[order], 6), group = group[order] - 1)
}

sets <- list(
  one = list(data = draw(0.5, matrix(0.5), 1.5, 800), end = 800, ends = 800),
  two = list(data = draw(c(0.3, 0.2), matrix(c(0.4, 0.3, 0, 0.2), 2), c(1, 0.5), 1200), end = 1200,
    ends = 1200))
steps <- draw(0.3, matrix(0.4), 1, 500)
later <- draw(1.0, matrix(0.4), 1, 400)
later$time <- later$time + 500
sets$steps <- list(data = rbind(steps, later), end = 900, ends = c(500, 900))
whole <- draw(0.4, matrix(0.6), 0.3, 1000)
whole$time <- floor(whole$time)
sets$days <- list(data = whole, end = 1000, ends = 1000)

# Minus the log likelihood of a target; parameters: baselines, ratios, decay.
minus <- function(set, rule, target, parameters) {
  t <- set$data$time; g <- set$data$group; stretches <- length(set$ends)
  groups <- max(g) + 1
  base <- parameters[1:stretches]; ratio <- parameters[stretches + 1:groups]
  decay <- parameters[length(parameters)]
  if (any(parameters < 0) || decay <= 0) return(1e10)
  starts <- c(0, head(set$ends, -1))
  if (rule == "daily") {
    day <- 0:(set$end - 1)
    mean <- base[findInterval(day, starts)]
    for (k in seq_len(groups)) {
      counts <- tabulate(t[g == k - 1] + 1, set$end)
      lag <- outer(day, day, "-")
      weight <- ifelse(lag > 0, (1 - exp(-decay)) * exp(-decay * (lag - 1)), 0)
      mean <- mean + ratio[k] * as.vector(weight %*% counts)
    }
    counts <- tabulate(t[g == target] + 1, set$end)
    return(-sum(ifelse(counts > 0, counts * log(mean), 0) - mean))
  }
  at <- which(g == target)
  age <- outer(t[at], t, "-")
  before <- if (rule == "strict") age > 0 else outer(at, seq_along(t), ">")
  kernel <- ifelse(before, decay * exp(-decay * pmax(age, 0)), 0)
  rate <- base[findInterval(t[at], starts)] + as.vector(kernel %*% ratio[g + 1])
  -sum(log(rate)) + sum(base * (set$ends - starts)) +
    sum(ratio[g + 1] * (1 - exp(-decay * (set$end - t))))
}

fit <- function(set, rule, target, start) {
  f <- function(logs) minus(set, rule, target, exp(logs))
  best <- optim(log(start), f, method = "BFGS", control = list(reltol = 1e-15, maxit = 500))
  best <- optim(best$par, f, method = "Nelder-Mead", control = list(reltol = 1e-16, maxit = 5000))
  best <- optim(best$par, f, method = "BFGS", control = list(reltol = 1e-16, maxit = 500))
  at <- exp(best$par)
  hessian <- optimHess(at, function(p) minus(set, rule, target, p),
    control = list(ndeps = rep(1e-4, length(at)) * at))
  list(at = at, error = sqrt(diag(solve(hessian))), value = -best$value)
}

events <- NULL; rows <- NULL
add <- function(name, rule, target, start) {
  found <- fit(sets[[name]], rule, target, start)
  rows <<- rbind(rows, data.frame(set = name, rule = rule, target = target,
    parameter = seq_along(found$at) - 1, value = signif(found$at, 10),
    error = signif(found$error, 8), likelihood = sprintf("%.8f", found$value)))
}
for (name in names(sets)) events <- rbind(events, cbind(set = name, sets[[name]]$data))
write.csv(events, "tests/reference/hawkes_events.csv", row.names = FALSE, quote = FALSE)
add("one", "strict", 0, c(0.4, 0.4, 1))
add("two", "strict", 1, c(0.2, 0.3, 0.2, 0.5))
add("steps", "strict", 0, c(0.3, 0.9, 0.4, 1))
add("days", "strict", 0, c(0.3, 0.5, 0.3))
add("days", "daily", 0, c(0.3, 0.5, 0.3))
write.csv(rows, "tests/reference/hawkes.csv", row.names = FALSE, quote = FALSE)

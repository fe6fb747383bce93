# SPDX-License-Identifier: GPL-3.0-or-later
# MASS::glm.nb on the panel of `bench_interrupted speed 24000 200 FILE`, with sandwich's clusters.
suppressPackageStartupMessages({library(MASS); library(sandwich)})
data <- read.csv(commandArgs(TRUE)[1])
cpu <- function() sum(proc.time()[1:2])           # the machine may do other things too
begin <- cpu()
fit <- glm.nb(y ~ factor(unit) + x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8, data = data)
fitted <- cpu() - begin
error <- sqrt(diag(vcovCL(fit, cluster = data$unit, type = "HC1")))[["x6"]]
cat(sprintf("glm.nb %.2f s; with clustered errors %.2f s; level %.9f (%.9f), theta %.9f; %.0f MB\n",
  fitted, cpu() - begin, coef(fit)[["x6"]], error, fit$theta, sum(gc()[, 6])))

# surveillance::knox: Rscript knox_surveillance.R EVENTS.csv KM DAYS PERMUTATIONS
suppressPackageStartupMessages(library(surveillance))
a <- commandArgs(TRUE)
e <- read.csv(a[1])
set.seed(1)
k <- suppressWarnings(knox(dt = dist(e$day), ds = dist(e[c("x", "y")]), eps.t = as.numeric(a[3]),
  eps.s = as.numeric(a[2]), simulate.p.value = TRUE, B = as.integer(a[4])))
cat(k$statistic, k$p.value, "\n")

# Close pairs once, then orders of the times, in plain R: Rscript knox_sparse.R EVENTS.csv KM DAYS PERMUTATIONS
a <- commandArgs(TRUE)
e <- read.csv(a[1])
km <- as.numeric(a[2]); days <- as.numeric(a[3]); n <- nrow(e)
e <- e[order(e$x), ]
x <- e$x; y <- e$y; day <- e$day
last <- findInterval(x + km, x)
pairs <- lapply(seq_len(n), function(i) {
  k <- seq_len(last[i] - i) + i
  k[(x[k] - x[i])^2 + (y[k] - y[i])^2 <= km^2]
})
i <- rep(seq_len(n), lengths(pairs)); k <- unlist(pairs)
observed <- sum(abs(day[i] - day[k]) <= days)
set.seed(1)
counts <- replicate(as.integer(a[4]), { t <- sample(day); sum(abs(t[i] - t[k]) <= days) })
cat(observed, (sum(counts >= observed) + 1) / (length(counts) + 1), "\n")

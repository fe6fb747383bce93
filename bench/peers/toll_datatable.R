library(data.table)
t <- fread(commandArgs(TRUE)[1], select = c("country_id", "date_end", "best", "low", "high"))
t[, year := substr(date_end, 1, 4)]
s <- t[, .(low = sum(low), best = sum(best), high = sum(high)), by = .(country_id, year)]
cat(nrow(s), sum(s$best), "\n")

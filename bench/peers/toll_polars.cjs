const pl = require('nodejs-polars');
const t = pl.scanCSV(process.argv[2]).select('country_id', 'date_end', 'best', 'low', 'high')
  .withColumn(pl.col('date_end').str.slice(0, 4).alias('year'))
  .groupBy(['country_id', 'year']).agg(pl.col('low').sum(), pl.col('best').sum(), pl.col('high').sum())
  .collectSync();
console.log(t.height);

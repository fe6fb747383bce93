import sys
import pandas
t = pandas.read_csv(sys.argv[1], usecols=['country_id', 'date_end', 'best', 'low', 'high'])
t['year'] = t['date_end'].str[:4]
s = t.groupby(['country_id', 'year'])[['low', 'best', 'high']].sum()
print(len(s), s['best'].sum())

// title: Find code by words
// group: find
// question: Which repositories have these letters in their address, or in the title of their paper?
// param words: string = "retriev" -- part of the address or title; empty for all
// param limit: int = 25 -- rows
// columns: repository, paper, official, year
// example: 3 rows; the first: https://github.com/FlagOpen/FlagEmbeddin … · Retrieve Anything To Augment Large Langu … · true · –
WITH toLower($words) AS wanted
MATCH (p:Paper)-[h:HAS_CODE]->(r:Repository)
WHERE wanted = '' OR toLower(r.url) CONTAINS wanted OR toLower(p.title) CONTAINS wanted
RETURN r.url AS repository, p.title AS paper, h.official AS official, p.year AS year
ORDER BY repository, paper, p.id
LIMIT $limit

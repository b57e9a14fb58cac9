// title: Find methods by name
// group: find
// question: Which methods have these letters in their name or in another spelling of it?
// param words: string = "former" -- part of the name; empty for all
// param limit: int = 25 -- rows
// columns: method, kind, aliases, papers, id
// example: 2 rows; the first: Transformer · method · transformer · 6 · method:transformer
WITH toLower($words) AS wanted
MATCH (x:Method)
WHERE wanted = '' OR toLower(x.name) CONTAINS wanted OR any(a IN x.aliases WHERE toLower(a) CONTAINS wanted)
OPTIONAL MATCH (x)<-[:INTRODUCES|COMPARES_WITH|BUILDS_ON|MENTIONS]-(p:Paper)
WITH x, count(DISTINCT p.id) AS papers
RETURN x.name AS method, x.kind AS kind, x.aliases AS aliases, papers, x.id AS id
ORDER BY papers DESC, method, id
LIMIT $limit

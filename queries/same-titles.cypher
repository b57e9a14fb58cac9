// title: Papers with the same title
// group: quality
// question: Which papers may be in the graph twice, having the same title?
// columns: title, papers, ids
// sets: ids
// example: no rows: nothing of that kind in the example
MATCH (p:Paper)
WITH toLower(p.title) AS title, count(p) AS papers, collect(p.id) AS ids
WHERE papers > 1
RETURN title, papers, ids
ORDER BY papers DESC, title

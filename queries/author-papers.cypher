// title: Papers of an author
// group: find
// question: What did an author write, when and where?
// param author: string = "" -- name or id of the author; empty for all
// param limit: int = 25 -- rows
// columns: paper, author, position, year, venue
// example: no rows: the example's papers have no authors, years or references
MATCH (p:Paper)-[w:WRITTEN_BY]->(a:Author)
WHERE $author = '' OR a.id = $author OR toLower(a.name) = toLower($author)
WITH p, w, a, coalesce(p.year, 0) AS latest
ORDER BY latest DESC, p.title, p.id, w.position
LIMIT $limit
RETURN p.title AS paper, a.name AS author, w.position AS position, p.year AS year, p.venue AS venue
ORDER BY latest DESC, paper, p.id, position

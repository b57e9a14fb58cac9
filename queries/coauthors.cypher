// title: Who writes with whom
// group: find
// question: With whom does an author write papers, and how often?
// param author: string = "" -- name or id of the author; empty for all
// param limit: int = 25 -- rows
// columns: author, coauthor, papers
// example: no rows: the example's papers have no authors, years or references
MATCH (a:Author)
WHERE a.id = $author OR toLower(a.name) = toLower($author)
WITH a
MATCH (a)<-[:WRITTEN_BY]-(p:Paper)-[:WRITTEN_BY]->(b:Author)
WHERE a.id <> b.id
WITH a, b, count(p) AS papers
RETURN a.name AS author, b.name AS coauthor, papers
ORDER BY papers DESC, author, coauthor, a.id, b.id
LIMIT $limit
// else:
MATCH (a:Author)<-[:WRITTEN_BY]-(p:Paper)-[:WRITTEN_BY]->(b:Author)
WHERE $author = '' AND a.id < b.id
WITH a, b, count(p) AS papers
RETURN a.name AS author, b.name AS coauthor, papers
ORDER BY papers DESC, author, coauthor, a.id, b.id
LIMIT $limit

// title: Incomplete papers
// group: quality
// question: Which papers lack an abstract, a year, a venue or authors?
// param limit: int = 25 -- rows
// columns: paper, abstract, year, venue, authors, id
// example: 25 rows; the first: A Comprehensive Overview of Large Langua … · true · false · false · false · title:a-comprehensive-overview-of-large- …
MATCH (p:Paper)
WITH p, coalesce(p.abstract, '') <> '' AS abstract, p.year IS NOT NULL AS year, coalesce(p.venue, '') <> '' AS venue,
     EXISTS { MATCH (p)-[:WRITTEN_BY]->(:Author) } AS authors
WHERE NOT (abstract AND year AND venue AND authors)
RETURN p.title AS paper, abstract, year, venue, authors, p.id AS id
ORDER BY paper, id
LIMIT $limit

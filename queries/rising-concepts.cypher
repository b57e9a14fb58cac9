// title: Rising concepts
// group: concepts
// question: Which concepts have a greater share of the papers since a year than before it?
// param since: int = 2020 -- first year of the later time
// param papers: int = 2 -- least number of papers
// param limit: int = 25 -- rows
// columns: concept, papers_before, papers_since, change
// example: no rows: the example's papers have no authors, years or references
// first: before, after
MATCH (p:Paper)-[:HAS_CONCEPT]->(:Concept)
WHERE p.year IS NOT NULL
WITH DISTINCT p
RETURN 1.0 * sum(CASE WHEN p.year < $since THEN 1 ELSE 0 END) AS before,
       1.0 * sum(CASE WHEN p.year >= $since THEN 1 ELSE 0 END) AS after
// then:
MATCH (x:Concept)<-[:HAS_CONCEPT]-(p:Paper)
WHERE p.year IS NOT NULL
WITH id(x) AS key, count(*) AS all_papers, count(CASE WHEN p.year >= $since THEN 1 END) AS papers_since
WHERE all_papers >= $papers AND $before > 0.0 AND $after > 0.0
WITH key, all_papers - papers_since AS papers_before, papers_since,
     papers_since / $after - (all_papers - papers_since) / $before AS change
WHERE change > 0
MATCH (c:Concept)
WHERE id(c) = key
RETURN c.name AS concept, papers_before, papers_since, change
ORDER BY change DESC, concept, c.id
LIMIT $limit

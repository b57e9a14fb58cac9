// title: Concepts around a concept
// group: concepts
// question: Which concepts occur with this one, the most strongly associated first (association strength)?
// param concept: string = "large language model" -- name, alias or id of the concept
// param papers: int = 1 -- least number of papers with both; of more than 1,000 papers in the graph, 2 at least
// param limit: int = 20 -- rows
// columns: concept, papers, association_strength, npmi
// example: 20 rows; the first: multimodal large language model · 3 · 0.045 · 0.393
MATCH (c:Concept)
WHERE c.id = $concept OR size(c.name) = size($concept) OR size(c.aliases) > 0
WITH c, toLower($concept) AS wanted
WHERE c.id = $concept OR toLower(c.name) = wanted OR any(a IN c.aliases WHERE toLower(a) = wanted)
WITH collect(c.id) AS ids
MATCH (c:Concept)-[r:CO_OCCURS_WITH]-(o:Concept)
WHERE c.id IN ids
WITH r, o
WHERE r.papers >= $papers
RETURN o.name AS concept, r.papers AS papers, r.association_strength AS association_strength, r.npmi AS npmi
ORDER BY association_strength DESC, papers DESC, concept, o.id
LIMIT $limit

// title: Concepts around a concept, by NPMI
// group: concepts
// question: Which concepts occur with this one most surely, by normalised pointwise mutual information?
// param concept: string = "large language model" -- name, alias or id of the concept
// param papers: int = 1 -- least number of papers with both; of more than 1,000 papers in the graph, 2 at least
// param limit: int = 25 -- rows
// columns: concept, papers, npmi, association_strength
// example: 25 rows; the first: multimodal large language model · 3 · 0.393 · 0.045
MATCH (c:Concept)
WHERE c.id = $concept OR size(c.name) = size($concept) OR size(c.aliases) > 0
WITH c, toLower($concept) AS wanted
WHERE c.id = $concept OR toLower(c.name) = wanted OR any(a IN c.aliases WHERE toLower(a) = wanted)
WITH collect(c.id) AS ids
MATCH (c:Concept)-[r:CO_OCCURS_WITH]-(o:Concept)
WHERE c.id IN ids
WITH r, o
WHERE r.papers >= $papers
RETURN o.name AS concept, r.papers AS papers, r.npmi AS npmi, r.association_strength AS association_strength
ORDER BY npmi DESC, papers DESC, concept, o.id
LIMIT $limit

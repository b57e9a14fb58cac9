// title: Bridges between two concepts
// group: concepts
// question: Which concepts occur both with the one and with the other, the surest link first?
// param from: string = "large language model" -- name, alias or id of a concept
// param to: string = "contrastive learning" -- name, alias or id of a concept
// param limit: int = 25 -- rows
// columns: concept, with_from, with_to, npmi
// example: 25 rows; the first: few-shot learning · 2 · 1 · 0.34
WITH toLower($from) AS wanted
MATCH (a:Concept)
WHERE a.id = $from OR toLower(a.name) = wanted OR any(x IN a.aliases WHERE toLower(x) = wanted)
WITH collect(a.id) AS ones, toLower($to) AS wanted
MATCH (b:Concept)
WHERE b.id = $to OR toLower(b.name) = wanted OR any(x IN b.aliases WHERE toLower(x) = wanted)
WITH ones, collect(b.id) AS others
MATCH (a:Concept)-[r:CO_OCCURS_WITH]-(o:Concept)
WHERE a.id IN ones
WITH others, a.id AS first, o, r.papers AS with_from, r.npmi AS npmi_from
MATCH (o)-[s:CO_OCCURS_WITH]-(b:Concept)
WHERE b.id IN others
WITH o, with_from, npmi_from, s, first, b
WHERE b.id <> first
RETURN o.name AS concept, with_from, s.papers AS with_to,
       CASE WHEN npmi_from < s.npmi THEN npmi_from ELSE s.npmi END AS npmi
ORDER BY npmi DESC, concept, o.id, with_from, with_to
LIMIT $limit

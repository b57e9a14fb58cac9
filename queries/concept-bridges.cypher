// title: Bridges between two concepts
// group: concepts
// question: Which concepts occur both with the one and with the other, the surest link first?
// param from: string = "large language model" -- name, alias or id of a concept
// param to: string = "contrastive learning" -- name, alias or id of a concept
// param limit: int = 25 -- rows
// columns: concept, with_from, with_to, npmi
// example: 25 rows; the first: few-shot learning · 2 · 1 · 0.34
// first: ones, others
MATCH (c:Concept)
WHERE c.id IN [$from, $to] OR toLower(c.name) IN [toLower($from), toLower($to)] OR size(c.aliases) > 0
WITH c, toLower($from) AS from_low, toLower($to) AS to_low
WITH c, c.id = $from OR toLower(c.name) = from_low OR any(x IN c.aliases WHERE toLower(x) = from_low) AS one,
     c.id = $to OR toLower(c.name) = to_low OR any(x IN c.aliases WHERE toLower(x) = to_low) AS other
WHERE one OR other
RETURN collect(CASE WHEN one THEN c.id END) AS ones, collect(CASE WHEN other THEN c.id END) AS others
// then:
MATCH (a:Concept)-[r:CO_OCCURS_WITH]-(o:Concept)
WHERE a.id IN $ones
WITH a.id AS first, o, r.papers AS with_from, r.npmi AS npmi_from
MATCH (o)-[s:CO_OCCURS_WITH]-(b:Concept)
WHERE b.id IN $others AND b.id <> first
RETURN o.name AS concept, with_from, s.papers AS with_to,
       CASE WHEN npmi_from < s.npmi THEN npmi_from ELSE s.npmi END AS npmi
ORDER BY npmi DESC, concept, o.id, with_from, with_to
LIMIT $limit

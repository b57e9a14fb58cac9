// title: Bridges between two concepts
// group: concepts
// question: Which concepts occur both with the one and with the other, the surest link first?
// param from: string = "large language model" -- name, alias or id of a concept
// param to: string = "contrastive learning" -- name, alias or id of a concept
// param limit: int = 25 -- rows
// columns: concept, with_from, with_to, npmi
// example: EX
WITH toLower($from) AS one, toLower($to) AS two
MATCH (a:Concept)-[r:CO_OCCURS_WITH]-(o:Concept)
WHERE (a.id = $from OR toLower(a.name) = one OR any(x IN a.aliases WHERE toLower(x) = one))
MATCH (o)-[s:CO_OCCURS_WITH]-(b:Concept)
WHERE (b.id = $to OR toLower(b.name) = two OR any(x IN b.aliases WHERE toLower(x) = two)) AND a.id <> b.id
RETURN o.name AS concept, r.papers AS with_from, s.papers AS with_to, CASE WHEN r.npmi < s.npmi THEN r.npmi ELSE s.npmi END AS npmi
ORDER BY npmi DESC, concept, o.id, with_from, with_to
LIMIT $limit

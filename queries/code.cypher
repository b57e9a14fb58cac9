// title: All code
// group: find
// question: Which repositories are there, and which papers do they belong to?
// param limit: int = 1000 -- rows
// columns: repository, paper, official
// example: 20 rows; the first: https://github.com/DIG-Beihang/AMI · Attacking Cooperative Multi-Agent Reinfo … · true
MATCH (p:Paper)-[r:HAS_CODE]->(repo:Repository)
RETURN repo.url AS repository, p.title AS paper, r.official AS official
ORDER BY repository, paper, p.id
LIMIT $limit

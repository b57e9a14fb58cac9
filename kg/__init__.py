"""kg: research papers in, a citation and concept knowledge graph out."""

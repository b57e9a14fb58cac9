"""The commands of ``kg``, a module a group; `kg.cli` loads them when they are called."""

package dev.gatehouse.gateway.skills;

import dev.gatehouse.core.tool.Doc;

/// The arguments of the tool that reads a skill's instructions.
@Doc("Reads the instructions of a skill and lists its files. Call it before a task the skill fits.")
record UseSkill(@Doc("The skill's name") String name) {}

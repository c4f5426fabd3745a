package dev.gatehouse.gateway.skills;

import dev.gatehouse.core.tool.Doc;
import java.util.Optional;

/// The arguments of the tool that reads a file of a skill.
@Doc("Reads a text file of a skill, piece by piece when it is long.")
record ReadSkillFile(
    @Doc("The skill's name") String skill,
    @Doc("The file's path in the skill's folder, such as references/forms.md") String path,
    @Doc("Where to go on, as the last piece said") Optional<Integer> offset) {}

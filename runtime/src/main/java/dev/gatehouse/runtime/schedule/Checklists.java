package dev.gatehouse.runtime.schedule;

import java.io.IOException;

/// Where checklists are read.
public interface Checklists {

  /// {@return the text of a file; blank when there is none}
  ///
  /// @throws IOException when it is there and cannot be read
  String text(String file) throws IOException;
}

package dev.gatehouse.gateway.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A section that may be written as the value of one of its keys alone: `undo: release` for `undo:
/// { tool: release }`.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface ShortForm {

  /// {@return the key, of a single value}
  String value();
}

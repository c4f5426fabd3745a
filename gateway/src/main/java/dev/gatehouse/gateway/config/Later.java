package dev.gatehouse.gateway.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names the keys of a section that are documented but not supported yet, so that they are refused
/// with that reason.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Later {

  /// {@return the keys}
  String[] value();
}

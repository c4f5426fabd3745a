package dev.gatehouse.checks.tidy;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Who may start, hold up and remember things on threads.
final class ThreadRules {
  private static final Set<String> THREAD_LOCALS = Set.of("ThreadLocal", "InheritableThreadLocal");
  private static final Pattern STARTS =
      Pattern.compile(
          "(?s)(java\\.lang\\.)?Thread\\.(of(Virtual|Platform)\\(.*\\)\\.(start|unstarted)"
              + "|startVirtualThread)"
              + "|Executors\\.newVirtualThreadPerTaskExecutor");
  private static final Pattern SLEEPS =
      Pattern.compile(
          "((java\\.lang\\.)?Thread|.*TimeUnit\\.[A-Z]+)\\.sleep|LockSupport\\.park\\w*");

  private ThreadRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.forEach(
            "thread-local",
            IdentifierTree.class,
            node -> THREAD_LOCALS.contains(node.subject()),
            "request context travels in a ScopedValue"),
        Rule.forEach(
            "thread-local",
            MemberSelectTree.class,
            node -> THREAD_LOCALS.contains(node.tree().getIdentifier().toString()),
            "request context travels in a ScopedValue"),
        Rule.forEach(
            "bare-thread",
            MethodInvocationTree.class,
            node -> startsInMain(node, STARTS.matcher(called(node.tree())).matches()),
            "child work goes through Scope"),
        Rule.forEach(
            "bare-thread",
            NewClassTree.class,
            node -> startsInMain(node, isThread(node.tree().getIdentifier())),
            "child work goes through Scope"),
        Rule.forEach(
            "sleeping-test",
            MethodInvocationTree.class,
            node -> node.file().isTest() && SLEEPS.matcher(called(node.tree())).matches(),
            "wait for what you wait for, or move a fake clock"));
  }

  private static boolean startsInMain(SourceNode<?> node, boolean starts) {
    return starts && !node.file().isTest() && !node.file().name().equals("Scope.java");
  }

  private static boolean isThread(ExpressionTree type) {
    return type.toString().matches("(java\\.lang\\.)?Thread");
  }

  private static String called(MethodInvocationTree call) {
    return call.getMethodSelect().toString();
  }
}

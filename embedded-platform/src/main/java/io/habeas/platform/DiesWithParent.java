package io.habeas.platform;

import java.io.IOException;
import java.lang.reflect.Method;

/**
 * Runs another main class and ends with the process that started it: its standard input is a pipe
 * from there, which the operating system closes even after a {@code kill -9}.
 *
 * <p>Uses nothing but the JDK, since it runs on the class path of somebody else's program.
 */
final class DiesWithParent {

  private DiesWithParent() {}

  /** The first argument is the main class to run, the others are its own. */
  public static void main(String[] args) throws ReflectiveOperationException {
    Thread watch = new Thread(DiesWithParent::haltAtEndOfInput, "dies-with-parent");
    watch.setDaemon(true);
    watch.start();

    Method main = Class.forName(args[0]).getMethod("main", String[].class);
    String[] rest = java.util.Arrays.copyOfRange(args, 1, args.length);
    main.invoke(null, (Object) rest);
  }

  private static void haltAtEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever said; only the end matters.
      }
    } catch (IOException parentIsGone) {
      // As good as the end.
    }
    Runtime.getRuntime().halt(1);
  }
}

package io.habeas.platform;

import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * Runs one node of OpenSearch or Elasticsearch from the jars of a class path, without the
 * directories of an installation. Uses nothing but the JDK and, by reflection, what both servers
 * have: their jars are on the class path of this process only.
 */
final class SearchNode {

  private SearchNode() {}

  /**
   * The first argument is the package of the server, the second its directory, the others are
   * settings as {@code name=value}.
   */
  public static void main(String[] args) throws ReflectiveOperationException, InterruptedException {
    String root = args[0];
    Path home = Path.of(args[1]);
    Class<?> settingsType = Class.forName(root + ".common.settings.Settings");
    Object builder = settingsType.getMethod("builder").invoke(null);
    var put = builder.getClass().getMethod("put", String.class, String.class);
    put.invoke(builder, "path.home", home.toString());
    for (int i = 2; i < args.length; i++) {
      int equals = args[i].indexOf('=');
      put.invoke(builder, args[i].substring(0, equals), args[i].substring(equals + 1));
    }
    Object environment =
        Class.forName(root + ".env.Environment")
            .getConstructor(settingsType, Path.class)
            .newInstance(
                builder.getClass().getMethod("build").invoke(builder), home.resolve("config"));
    Class<?> nodeType = Class.forName(root + ".node.Node");
    Object node = constructor(nodeType).newInstance(environment, List.of(http(root)), false);
    nodeType.getMethod("start").invoke(node);
    Thread.currentThread().join();
  }

  /** The one that takes plugins from the class path; it is for subclasses. */
  private static Constructor<?> constructor(Class<?> nodeType) {
    for (Constructor<?> candidate : nodeType.getDeclaredConstructors()) {
      Class<?>[] parameters = candidate.getParameterTypes();
      if (parameters.length == 3 && parameters[1] == Collection.class) {
        candidate.setAccessible(true);
        return candidate;
      }
    }
    throw new IllegalStateException("Expected a node to take plugins but it does not");
  }

  /** What answers HTTP: a module, which the class path has too. */
  private static Object http(String root) throws ReflectiveOperationException {
    Class<?> plugin;
    try {
      plugin = Class.forName(root + ".transport.Netty4ModulePlugin");
    } catch (ClassNotFoundException e) {
      // Elasticsearch's name for it; it takes the class itself.
      return Class.forName(root + ".transport.Netty4Plugin");
    }
    Class<?> version = Class.forName(root + ".Version");
    return Class.forName(root + ".plugins.PluginInfo")
        .getConstructor(
            String.class,
            String.class,
            String.class,
            version,
            String.class,
            String.class,
            String.class,
            List.class,
            boolean.class)
        .newInstance(
            "transport-netty4",
            "from the class path",
            "none",
            version.getField("CURRENT").get(null),
            System.getProperty("java.specification.version"),
            plugin.getName(),
            null,
            List.of(),
            false);
  }
}

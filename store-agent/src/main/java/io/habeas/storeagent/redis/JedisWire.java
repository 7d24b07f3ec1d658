package io.habeas.storeagent.redis;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.util.JedisURIHelper;

/** A pool of connections to one server. Nothing is sent twice. */
final class JedisWire implements Wire {
  private static final String NAME = "habeas-store-agent";

  private final RedisClient client;

  /**
   * Connects to nothing yet.
   *
   * @param uri with the credentials
   */
  JedisWire(String uri, RedisConnection connection) {
    URI address = URI.create(uri);
    JedisClientConfig config =
        DefaultJedisClientConfig.builder()
            .user(JedisURIHelper.getUser(address))
            .password(JedisURIHelper.getPassword(address))
            .database(JedisURIHelper.getDBIndex(address))
            .ssl(JedisURIHelper.isRedisSSLScheme(address))
            .clientName(NAME)
            .connectionTimeoutMillis((int) connection.connectTimeout().toMillis())
            .socketTimeoutMillis((int) connection.timeout().toMillis())
            .build();
    GenericObjectPoolConfig<Connection> pool = new ConnectionPoolConfig();
    pool.setMaxTotal(connection.poolSize());
    pool.setMaxIdle(connection.poolSize());
    pool.setMinIdle(0);
    pool.setMaxWait(connection.connectTimeout());
    pool.setJmxEnabled(false);
    this.client =
        RedisClient.builder()
            .hostAndPort(JedisURIHelper.getHostAndPort(address))
            .clientConfig(config)
            .poolConfig(pool)
            .build();
  }

  @Override
  public @Nullable Object send(List<byte[]> command) {
    try {
      var arguments = new CommandArguments(name(command));
      command.subList(1, command.size()).forEach(arguments::add);
      return client.executeCommand(arguments);
    } catch (JedisConnectionException e) {
      forgetConnections();
      throw e;
    }
  }

  @Override
  public List<@Nullable Object> sendAll(List<List<byte[]>> commands) {
    List<Response<Object>> responses = new ArrayList<>();
    try (Pipeline pipeline = client.pipelined()) {
      for (List<byte[]> command : commands) {
        responses.add(
            pipeline.sendCommand(
                name(command), command.subList(1, command.size()).toArray(new byte[0][])));
      }
      pipeline.sync();
    } catch (JedisConnectionException e) {
      forgetConnections();
      throw e;
    }
    List<@Nullable Object> answers = new ArrayList<>();
    responses.forEach(response -> answers.add(response.get()));
    return answers;
  }

  private static ProtocolCommand name(List<byte[]> command) {
    byte[] name = command.getFirst();
    return () -> name;
  }

  /** The server went away, and with it what was idle. */
  private void forgetConnections() {
    client.getPool().clear();
  }

  @Override
  public void close() {
    client.close();
  }
}

package io.habeas.storeagent.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends commands to a server, and brings back what it answers. */
interface Wire extends AutoCloseable {

  /**
   * Sends one.
   *
   * @param command the command and its arguments
   * @return bytes, a number, a list of such, or null
   * @throws redis.clients.jedis.exceptions.JedisException if it fails
   */
  @Nullable Object send(List<byte[]> command);

  /**
   * Sends several at once.
   *
   * @return what each brings
   * @throws redis.clients.jedis.exceptions.JedisException if one fails
   */
  List<@Nullable Object> sendAll(List<List<byte[]>> commands);

  @Override
  void close();
}

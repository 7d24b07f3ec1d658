package io.habeas.storeagent.redis;

/**
 * What changes a store, each in one atomic step: Redis runs a script whole or not at all, and
 * writes it into its log as one. So a change, what is counted of it and what is noted about it are
 * one, as a transaction would have it; a task that ends anywhere between two of them is carried on
 * where it ended and counts nothing twice.
 *
 * <p>Every script is given the request's outcomes, counts, restriction, the holds of all requests
 * and the request's retention as its keys and the step as its first argument, and does nothing
 * where a later step has begun or this one is over. Keys that it is not given but makes of its
 * arguments rule out a cluster, which {@link LiveCheck} does too.
 */
final class Scripts {
  /** What a script answers that was not to do anything any more. */
  static final long OVERTAKEN = -9;

  private static final String FENCE =
      """
      if redis.call('HGET', KEYS[1], 'begun') ~= ARGV[1]
          or redis.call('HEXISTS', KEYS[1], 'outcome:' .. ARGV[1]) == 1 then
        return -9
      end
      """;

  /** What a restriction is about, as it is noted: the length of its key, the key, the member. */
  private static final String FIELD =
      """
      local function field(key, member)
        return #key .. ':' .. key .. member
      end
      """;

  /**
   * Writes what lies under one key over what lies under another, as its application would have done
   * had it not been moved aside; the expiry of the newer one holds.
   */
  private static final String ON_TOP =
      """
      local function each(all, by, todo)
        for i = 1, #all, by do
          todo(unpack(all, i, math.min(i + by - 1, #all)))
        end
      end
      local function onTop(base, newer)
        local kind = redis.call('TYPE', newer)['ok']
        local ttl = redis.call('PTTL', newer)
        if kind ~= redis.call('TYPE', base)['ok'] or kind == 'string' then
          redis.call('RENAME', newer, base)
          return
        end
        if kind == 'hash' then
          each(redis.call('HGETALL', newer), 1000, function(...)
            redis.call('HSET', base, ...)
          end)
        elseif kind == 'set' then
          redis.call('SUNIONSTORE', base, base, newer)
        elseif kind == 'zset' then
          local all = redis.call('ZRANGE', newer, 0, -1, 'WITHSCORES')
          for i = 1, #all, 2 do
            redis.call('ZADD', base, all[i + 1], all[i])
          end
        elseif kind == 'list' then
          each(redis.call('LRANGE', newer, 0, -1), 1000, function(...)
            redis.call('RPUSH', base, ...)
          end)
        elseif kind == 'stream' then
          for _, entry in ipairs(redis.call('XRANGE', newer, '-', '+')) do
            redis.call('XADD', base, entry[1], unpack(entry[2]))
          end
        end
        redis.call('DEL', newer)
        if ttl > 0 then
          redis.call('PEXPIRE', base, ttl)
        else
          redis.call('PERSIST', base)
        end
      end
      """;

  /** What is noted of a restriction, taken apart; whether it is still there. */
  private static final String NOTED =
      """
      local function taken(noted)
        local colon = string.find(noted, ':', 1, true)
        local length = tonumber(string.sub(noted, 1, colon - 1))
        local key = string.sub(noted, colon + 1, colon + length)
        return key, string.sub(noted, colon + length + 1)
      end
      local function has(hidden, member)
        local kind = redis.call('TYPE', hidden)['ok']
        if member == '' then
          return kind ~= 'none'
        end
        if kind == 'set' then
          return redis.call('SISMEMBER', hidden, member) == 1
        elseif kind == 'zset' then
          return redis.call('ZSCORE', hidden, member) and true or false
        elseif kind == 'hash' then
          return redis.call('HEXISTS', hidden, member) == 1
        end
        return false
      end
      """;

  /**
   * Begins a step. Arguments: step, action. Answers -1, or the later step that has begun. Counts go
   * on where the same is asked for again: what was counted then has not been told to anybody who
   * still listens. What has expired by different days is asked for again as a matter of course:
   * there only a step that came to no outcome goes on.
   */
  static final String BEGIN =
      """
      local begun = tonumber(redis.call('HGET', KEYS[1], 'begun') or '-1')
      if begun > tonumber(ARGV[1]) then
        return begun
      end
      local told = ARGV[2] == 'EXPIRE' and tostring(begun) ~= ARGV[1]
          and redis.call('HEXISTS', KEYS[1], 'outcome:' .. begun) == 1
      if told or redis.call('HGET', KEYS[2], 'action') ~= ARGV[2] then
        redis.call('DEL', KEYS[2])
        redis.call('HSET', KEYS[2], 'action', ARGV[2])
      end
      redis.call('PERSIST', KEYS[2])
      redis.call('HSET', KEYS[1], 'begun', ARGV[1])
      return -1
      """;

  /** Seals a step. Arguments: step, outcome, after how many milliseconds counts are forgotten. */
  static final String SEAL =
      """
      redis.call('HSETNX', KEYS[1], 'outcome:' .. ARGV[1], ARGV[2])
      if tonumber(redis.call('HGET', KEYS[1], 'sealed') or '-1') < tonumber(ARGV[1]) then
        redis.call('HSET', KEYS[1], 'sealed', ARGV[1])
      end
      redis.call('PEXPIRE', KEYS[2], ARGV[3])
      return 0
      """;

  /**
   * Erases whole keys. Arguments: step, collection, what stands before the keys, what stands before
   * statements, keys.
   */
  static final String ERASE_KEYS =
      FENCE
          + FIELD
          + """
          local gone = 0
          for i = 5, #ARGV do
            local key = ARGV[i]
            local erased = redis.call('UNLINK', ARGV[3] .. key)
            if erased == 1 then
              redis.call('HINCRBY', KEYS[2], 'erased:' .. ARGV[2], 1)
              gone = gone + 1
            end
            redis.call('UNLINK', ARGV[4] .. key)
            if ARGV[3] ~= '' then
              redis.call('HDEL', KEYS[3], field(key, ''))
              redis.call('HDEL', KEYS[4], field(key, ''))
            end
          end
          return gone
          """;

  /**
   * Erases what lies under a shared key. Arguments: step, collection, what stands before the key,
   * type, key, members.
   */
  static final String ERASE_MEMBERS =
      FENCE
          + FIELD
          + """
          local commands = {hash = 'HDEL', set = 'SREM', zset = 'ZREM', stream = 'XDEL'}
          local name = ARGV[3] .. ARGV[5]
          local gone = 0
          for i = 6, #ARGV do
            local erased
            if ARGV[4] == 'list' then
              erased = redis.call('LREM', name, 0, ARGV[i])
            else
              erased = redis.call(commands[ARGV[4]], name, ARGV[i])
            end
            if erased > 0 then
              redis.call('HINCRBY', KEYS[2], 'erased:' .. ARGV[2], 1)
              gone = gone + 1
            end
            if ARGV[3] ~= '' then
              redis.call('HDEL', KEYS[3], field(ARGV[5], ARGV[i]))
              redis.call('HDEL', KEYS[4], field(ARGV[5], ARGV[i]))
            end
          end
          return gone
          """;

  /** Erases what was kept. Arguments: step, then name, collection and statement's name by turns. */
  static final String ERASE_RETAINED =
      FENCE
          + """
          for i = 2, #ARGV, 3 do
            local noted = redis.call('HDEL', KEYS[5], ARGV[i])
            if redis.call('UNLINK', ARGV[i]) + noted > 0 then
              redis.call('HINCRBY', KEYS[2], 'erased:' .. ARGV[i + 1], 1)
            end
            redis.call('UNLINK', ARGV[i + 2])
          end
          return 0
          """;

  /** Notes that the request keeps too what another one keeps. Arguments: step, name, note. */
  static final String ADOPT =
      FENCE
          + """
          if redis.call('EXISTS', ARGV[2]) == 1 then
            redis.call('HSETNX', KEYS[5], ARGV[2], ARGV[3])
          end
          return 0
          """;

  /**
   * Changes a hash or string as long as it is as it was read, and moves it. Keys: restriction,
   * holds, retention. Arguments: step, collection, under which name it lies, its key, where to
   * ({@code keep}, {@code retained}, or the new name), what is counted (empty for nothing), note,
   * milliseconds it may still be there (empty for as before), type, and then
   *
   * <ul>
   *   <li>of a string: what it was, what it becomes;
   *   <li>of a hash: how many fields and values were there, those, how many are set, those, and
   *       which fields go.
   * </ul>
   *
   * <p>Answers 1 if it was changed or is gone, 0 if it is not as it was read.
   */
  static final String REWRITE =
      FENCE
          + FIELD
          + """
          local name, to = ARGV[3], ARGV[5]
          if redis.call('EXISTS', name) == 0 then
            return 1
          end
          if ARGV[9] == 'string' then
            if redis.call('GET', name) ~= ARGV[10] then
              return 0
            end
            if ARGV[10] ~= ARGV[11] then
              redis.call('SET', name, ARGV[11], 'KEEPTTL')
            end
          else
            local at = 11
            local read = tonumber(ARGV[10])
            if redis.call('HLEN', name) * 2 ~= read then
              return 0
            end
            for i = at, at + read - 1, 2 do
              if redis.call('HGET', name, ARGV[i]) ~= ARGV[i + 1] then
                return 0
              end
            end
            at = at + read
            local set = tonumber(ARGV[at])
            for i = at + 1, at + set, 2 do
              redis.call('HSET', name, ARGV[i], ARGV[i + 1])
            end
            for i = at + set + 1, #ARGV do
              redis.call('HDEL', name, ARGV[i])
            end
          end
          if to == 'keep' then
            return 1
          end
          if to == 'retained' then
            local number = redis.call('HINCRBY', KEYS[1], 'kept', 1)
            to = ARGV[6] .. string.format('%08d', number) .. ':' .. ARGV[4]
            redis.call('HSET', KEYS[5], to, ARGV[7])
          elseif to ~= name and redis.call('EXISTS', to) == 1 then
            -- An application has made another one meanwhile; this one concerns nobody any more.
            redis.call('UNLINK', name)
            redis.call('HINCRBY', KEYS[2], 'erased:' .. ARGV[2], 1)
            return 1
          else
            redis.call('HINCRBY', KEYS[2], ARGV[6] .. ':' .. ARGV[2], 1)
          end
          if to ~= name and redis.call('EXISTS', name) == 1 then
            redis.call('RENAME', name, to)
          end
          if ARGV[8] ~= '' then
            redis.call('PEXPIRE', to, ARGV[8])
          end
          redis.call('HDEL', KEYS[3], field(ARGV[4], ''))
          redis.call('HDEL', KEYS[4], field(ARGV[4], ''))
          return 1
          """;

  /** Moves whole keys aside. Arguments: step, collection, what stands before hidden keys, keys. */
  static final String HIDE_KEYS =
      FENCE
          + FIELD
          + ON_TOP
          + """
          for i = 4, #ARGV do
            local key, hidden = ARGV[i], ARGV[3] .. ARGV[i]
            if redis.call('EXISTS', key) == 1 then
              if redis.call('EXISTS', hidden) == 1 then
                onTop(hidden, key)
              else
                redis.call('RENAME', key, hidden)
              end
            end
            if redis.call('EXISTS', hidden) == 1
                and redis.call('HSETNX', KEYS[3], field(key, ''), ARGV[2]) == 1 then
              redis.call('HINCRBY', KEYS[4], field(key, ''), 1)
            end
          end
          return 0
          """;

  /**
   * Moves members of a shared key aside, whose expiry holds for them too. Arguments: step,
   * collection, what stands before hidden keys, type, key, members.
   */
  static final String HIDE_MEMBERS =
      FENCE
          + FIELD
          + """
          local key, hidden = ARGV[5], ARGV[3] .. ARGV[5]
          local ttl = redis.call('PTTL', key)
          for i = 6, #ARGV do
            local member = ARGV[i]
            local there = 0
            if ARGV[4] == 'set' then
              if redis.call('SREM', key, member) == 1 then
                redis.call('SADD', hidden, member)
              end
              there = redis.call('SISMEMBER', hidden, member)
            elseif ARGV[4] == 'zset' then
              local score = redis.call('ZSCORE', key, member)
              if score then
                redis.call('ZREM', key, member)
                redis.call('ZADD', hidden, score, member)
              end
              there = redis.call('ZSCORE', hidden, member) and 1 or 0
            else
              local value = redis.call('HGET', key, member)
              if value then
                redis.call('HDEL', key, member)
                redis.call('HSET', hidden, member, value)
              end
              there = redis.call('HEXISTS', hidden, member)
            end
            if there == 1
                and redis.call('HSETNX', KEYS[3], field(key, member), ARGV[2]) == 1 then
              redis.call('HINCRBY', KEYS[4], field(key, member), 1)
            end
          end
          if ttl > 0 then
            redis.call('PEXPIRE', hidden, ttl)
          elseif ttl == -1 then
            redis.call('PERSIST', hidden)
          end
          return 0
          """;

  /**
   * Moves back what no other request hides. Arguments: step, what stands before hidden keys, and
   * what is noted of each.
   */
  static final String SHOW =
      FENCE
          + ON_TOP
          + NOTED
          + """
          local function showMember(key, hidden, member)
            local kind = redis.call('TYPE', hidden)['ok']
            local ttl = redis.call('PTTL', hidden)
            local new = redis.call('EXISTS', key) == 0
            if kind == 'set' then
              if redis.call('SREM', hidden, member) == 1 then
                redis.call('SADD', key, member)
              end
            elseif kind == 'zset' then
              local score = redis.call('ZSCORE', hidden, member)
              if score then
                redis.call('ZREM', hidden, member)
                redis.call('ZADD', key, 'NX', score, member)
              end
            elseif kind == 'hash' then
              local value = redis.call('HGET', hidden, member)
              if value then
                redis.call('HDEL', hidden, member)
                redis.call('HSETNX', key, member, value)
              end
            end
            if new and ttl > 0 then
              redis.call('PEXPIRE', key, ttl)
            end
          end
          for i = 3, #ARGV do
            local noted = ARGV[i]
            local collection = redis.call('HGET', KEYS[3], noted)
            if collection then
              local key, member = taken(noted)
              local hidden = ARGV[2] .. key
              redis.call('HDEL', KEYS[3], noted)
              local there = has(hidden, member)
              if there then
                redis.call('HINCRBY', KEYS[2], 'lifted:' .. collection, 1)
              end
              if redis.call('HINCRBY', KEYS[4], noted, -1) <= 0 then
                redis.call('HDEL', KEYS[4], noted)
                if there and member == '' then
                  if redis.call('EXISTS', key) == 1 then
                    onTop(hidden, key)
                  end
                  redis.call('RENAME', hidden, key)
                elseif there then
                  showMember(key, hidden, member)
                end
              end
            end
          end
          return 0
          """;

  /**
   * Drops what is noted of records that have expired while they were hidden: it names the person.
   * Arguments: step, what stands before hidden keys, and what is noted of each.
   */
  static final String FORGET =
      FENCE
          + NOTED
          + """
          for i = 3, #ARGV do
            local key, member = taken(ARGV[i])
            if not has(ARGV[2] .. key, member) and redis.call('HDEL', KEYS[3], ARGV[i]) == 1 then
              if redis.call('HINCRBY', KEYS[4], ARGV[i], -1) <= 0 then
                redis.call('HDEL', KEYS[4], ARGV[i])
              end
            end
          end
          return 0
          """;

  /**
   * Puts a statement beside records, for as long as each is there. Arguments: step, what stands
   * before statements, the statement, then name and key by turns. Answers beside how many it
   * stands.
   */
  static final String STATE =
      FENCE
          + """
          local stands = 0
          for i = 4, #ARGV, 2 do
            local ttl = redis.call('PTTL', ARGV[i])
            if ttl > 0 then
              redis.call('SET', ARGV[2] .. ARGV[i + 1], ARGV[3], 'PX', ttl)
              stands = stands + 1
            elseif ttl == -1 then
              redis.call('SET', ARGV[2] .. ARGV[i + 1], ARGV[3])
              stands = stands + 1
            end
          end
          return stands
          """;

  /** Drops keys without counting them. Arguments: step, keys. */
  static final String DROP =
      FENCE
          + """
          for i = 2, #ARGV do
            redis.call('UNLINK', ARGV[i])
          end
          return 0
          """;

  /**
   * Makes something up where nothing is, once. Arguments: step, collection, key, which member it is
   * about (empty for all of the key, {@code *} for one more entry), a number that no other one of
   * the task has, command, the command's arguments after the key.
   */
  static final String SEED =
      FENCE
          + """
          local key, member, command = ARGV[3], ARGV[4], ARGV[6]
          if redis.call('HEXISTS', KEYS[2], 'made:' .. ARGV[5]) == 1 then
            return 0
          end
          if member == '' then
            if redis.call('EXISTS', key) == 1 then
              return 0
            end
          elseif command == 'SADD' and redis.call('SISMEMBER', key, member) == 1
              or command == 'ZADD' and redis.call('ZSCORE', key, member)
              or command == 'HSET' and redis.call('HEXISTS', key, member) == 1
              or command == 'RPUSH' and redis.call('LPOS', key, member) then
            return 0
          end
          redis.call(command, key, unpack(ARGV, 7))
          redis.call('HSET', KEYS[2], 'made:' .. ARGV[5], 1)
          redis.call('HINCRBY', KEYS[2], 'seeded:' .. ARGV[2], 1)
          return 1
          """;

  private Scripts() {}
}

package com.anypromt.promptlibrary;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The prompts of all users. */
@Repository
class Prompts {
  private final JdbcClient jdbc;

  Prompts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void save(long account, String author, String title, String body) {
    jdbc.sql("INSERT INTO prompt (account_id, author, title, body) VALUES (?, ?, ?, ?)")
        .params(account, author, title, body)
        .update();
  }

  /** What an account sees of its own; what is restricted is not used for anything (Art. 18). */
  List<Prompt> of(long account) {
    return jdbc.sql(
            """
            SELECT id, author, title, body FROM prompt
             WHERE account_id = ? AND id NOT IN (SELECT prompt_id FROM prompt_restriction)
             ORDER BY id LIMIT 100
            """)
        .param(account)
        .query(Prompt.class)
        .list();
  }
}

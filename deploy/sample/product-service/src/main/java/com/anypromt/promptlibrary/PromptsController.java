package com.anypromt.promptlibrary;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Behind the gateway, which knows who is signed in and says so in a header. */
@RestController
class PromptsController {
  private static final String ACCOUNT = "X-Account-Id";

  private final Prompts prompts;

  PromptsController(Prompts prompts) {
    this.prompts = prompts;
  }

  @GetMapping("/prompts")
  List<Prompt> list(@RequestHeader(ACCOUNT) long account) {
    return prompts.of(account);
  }

  @PostMapping("/prompts")
  @ResponseStatus(HttpStatus.CREATED)
  void save(@RequestHeader(ACCOUNT) long account, @RequestBody NewPrompt prompt) {
    prompts.save(account, prompt.author(), prompt.title(), prompt.body());
  }

  record NewPrompt(String author, String title, String body) {}
}

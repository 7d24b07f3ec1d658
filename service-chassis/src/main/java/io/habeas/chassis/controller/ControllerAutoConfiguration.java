package io.habeas.chassis.controller;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** Binds the controller's configuration in services that are given one. */
@AutoConfiguration
@ConditionalOnProperty("habeas.controller.name")
@EnableConfigurationProperties(Controller.class)
public class ControllerAutoConfiguration {}

package io.layerscope;

import io.layerscope.nn.array.Natives;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Trains and serves multilayer-perceptron classifiers and shows what happens in every layer. */
@SpringBootApplication
public class Layerscope {

  public static void main(String[] arguments) {
    // The libraries take half a second to load: another core does it while this one starts Spring.
    // The environment tells them their threads; Java copies it before that is written there.
    System.getenv();
    Thread.ofPlatform().name("natives").daemon().start(Natives::require);
    SpringApplication.run(Layerscope.class, arguments);
  }
}

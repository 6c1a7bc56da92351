package io.layerscope;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Trains and serves multilayer-perceptron classifiers and shows what happens in every layer. */
@SpringBootApplication
public class Layerscope {

  public static void main(String[] arguments) {
    SpringApplication.run(Layerscope.class, arguments);
  }
}

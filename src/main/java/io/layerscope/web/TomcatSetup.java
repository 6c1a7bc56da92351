package io.layerscope.web;

import org.apache.catalina.Context;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** What the server does with requests before and after all of our code. */
@Configuration
class TomcatSetup {

  /** After Boot's own choices, which are another report of errors and another executor. */
  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> server() {
    return factory -> {
      factory.setProtocol(LingeringProtocol.class.getName());
      factory.addProtocolHandlerCustomizers(
          handler -> handler.setExecutor(new Turnstile("tomcat-handler-")));
      factory.addContextCustomizers(TomcatSetup::reportProblems);
    };
  }

  private static void reportProblems(Context context) {
    if (context.getParent() instanceof StandardHost host) {
      host.setErrorReportValveClass(ProblemValve.class.getName());
      host.getPipeline().addValve(new ProblemValve());
    }
  }
}

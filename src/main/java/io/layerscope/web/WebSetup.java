package io.layerscope.web;

import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.Gemm;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.validation.Validator;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * What all features are given: a clock, the compute threads, and entity tags on what they answer.
 */
@Configuration
@EnableScheduling
class WebSetup {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean(destroyMethod = "close")
  ComputeThreads computeThreads() {
    return ComputeThreads.start(Runtime.getRuntime().availableProcessors());
  }

  /** YAML is on the class path for the OpenAPI document; bodies and answers are not YAML. */
  @Bean
  ServerHttpMessageConvertersCustomizer noYaml() {
    return converters ->
        converters.configureMessageConvertersList(
            list ->
                list.removeIf(
                    converter ->
                        converter.getSupportedMediaTypes().contains(MediaType.APPLICATION_YAML)));
  }

  /**
   * Bodies are checked by the code that can say what is wrong: a bean validator would only be
   * started.
   */
  @Bean
  WebMvcConfigurer noBeanValidator() {
    return new WebMvcConfigurer() {
      @Override
      public Validator getValidator() {
        return Validator.forInstanceOf(Void.class, (nothing, errors) -> {});
      }
    };
  }

  /** The service is ready only after this; without products it could neither train nor predict. */
  @Bean
  ApplicationRunner productsAreRight() {
    return arguments -> Gemm.require();
  }

  @Bean
  FilterRegistrationBean<ShallowEtagHeaderFilter> entityTags() {
    var filter = new FilterRegistrationBean<ShallowEtagHeaderFilter>(new EntityTags());
    filter.addUrlPatterns("/api/*", "/v3/*");
    return filter;
  }

  /** Entity tags of whole answers; streams have none, since they are not held in memory. */
  private static final class EntityTags extends ShallowEtagHeaderFilter {

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      boolean any = AnyTag.isAsked(request);
      super.doFilterInternal(any ? new AnyTag(request, response) : request, response, chain);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      return !"GET".equals(request.getMethod())
          || request.getRequestURI().endsWith("/events")
          || request.getRequestURI().endsWith("/export");
    }
  }
}

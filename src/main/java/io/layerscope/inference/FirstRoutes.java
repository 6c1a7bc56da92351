package io.layerscope.inference;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.accept.ContentNegotiationManager;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Looks for a request among the few routes of predictions before all others are tried, each by its
 * method, types and path: that took a third of the time of a prediction of one row. The usual
 * mapping has these routes too.
 */
@Configuration(proxyBeanMethods = false)
class FirstRoutes {

  @Bean
  RequestMappingHandlerMapping predictionRoutes(
      @Qualifier("mvcContentNegotiationManager") ContentNegotiationManager types,
      ObjectProvider<WebMvcConfigurer> configurers) {
    Interceptors interceptors = new Interceptors();
    configurers.orderedStream().forEach(each -> each.addInterceptors(interceptors));
    RequestMappingHandlerMapping routes = new Few();
    routes.setOrder(Ordered.HIGHEST_PRECEDENCE);
    routes.setContentNegotiationManager(types);
    routes.setInterceptors(interceptors.getInterceptors().toArray());
    return routes;
  }

  private static final class Interceptors extends InterceptorRegistry {

    @Override
    protected List<Object> getInterceptors() {
      return super.getInterceptors();
    }
  }

  private static final class Few extends RequestMappingHandlerMapping {

    @Override
    protected boolean isHandler(Class<?> type) {
      return AnnotatedElementUtils.hasAnnotation(type, RoutedFirst.class);
    }

    /** What fits in a part only, as a path with another method, is for the usual mapping. */
    @Override
    protected @Nullable HandlerMethod handleNoMatch(
        Set<RequestMappingInfo> infos, String path, HttpServletRequest request) {
      return null;
    }
  }
}

package io.layerscope.web;

import io.layerscope.web.json.Nearest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses what a query asks for and an operation of our own does not have: a mistyped name would
 * else be passed over in silence. The protocols of other servers say themselves what they ignore.
 */
@Component
class UnknownParameters implements HandlerInterceptor, WebMvcConfigurer {

  private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/api/v1/**");
  }

  /**
   * @throws Problem 400
   */
  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    String query = request.getQueryString();
    if (query == null
        || !(handler instanceof HandlerMethod operation)
        || operation.getBeanType().isAnnotationPresent(OwnQuery.class)) {
      return true;
    }
    Set<String> names = known.computeIfAbsent(operation.getMethod(), _ -> names(operation));
    for (String parameter : query.split("&")) {
      String name = name(parameter);
      if (!name.isEmpty() && !names.contains(name)) {
        throw Problem.malformed(
            "unknown-parameter",
            name,
            "There is no parameter " + name + " here" + Nearest.to(name, names) + ".");
      }
    }
    return true;
  }

  /** Empty where there is none, and where the query is malformed, which is told elsewhere. */
  private static String name(String parameter) {
    int end = parameter.indexOf('=');
    try {
      return URLDecoder.decode(
          end < 0 ? parameter : parameter.substring(0, end), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** The names of an operation's arguments, and those that only its documentation tells. */
  private static Set<String> names(HandlerMethod operation) {
    Set<String> names = new TreeSet<>();
    for (MethodParameter argument : operation.getMethodParameters()) {
      RequestParam parameter = argument.getParameterAnnotation(RequestParam.class);
      if (parameter != null) {
        names.add(
            parameter.name().isEmpty() ? argument.getParameter().getName() : parameter.name());
      } else if (argument.getParameterType().isRecord()
          && !argument.hasParameterAnnotation(RequestBody.class)) {
        for (RecordComponent component : argument.getParameterType().getRecordComponents()) {
          names.add(component.getName());
        }
      }
    }
    Operation documented = operation.getMethodAnnotation(Operation.class);
    if (documented != null) {
      for (Parameter parameter : documented.parameters()) {
        names.add(parameter.name());
      }
    }
    return names;
  }
}

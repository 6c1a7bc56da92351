package io.layerscope.laboratory;

import io.layerscope.web.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Reads no longer body than the greatest matrices need: they are held in memory. */
@Configuration
class BodyLimit {

  private static final int MOST_BYTES = 16 << 20;

  @Bean
  FilterRegistrationBean<OncePerRequestFilter> laboratoryBodies() {
    var filter = new FilterRegistrationBean<OncePerRequestFilter>(new Limited());
    filter.addUrlPatterns("/api/v1/theory/*");
    return filter;
  }

  private static final class Limited extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      chain.doFilter(
          new HttpServletRequestWrapper(request) {
            @Override
            public ServletInputStream getInputStream() throws IOException {
              return new Body(super.getInputStream());
            }
          },
          response);
    }
  }

  private static final class Body extends ServletInputStream {

    private final ServletInputStream body;
    private long read;

    Body(ServletInputStream body) {
      this.body = body;
    }

    private int counted(int count) {
      read += Math.max(count, 0);
      if (read > MOST_BYTES) {
        throw new Problem(
            HttpStatus.CONTENT_TOO_LARGE,
            "too-large",
            "The laboratory takes bodies of at most " + MOST_BYTES + " bytes.");
      }
      return count;
    }

    @Override
    public int read() throws IOException {
      int value = body.read();
      counted(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return counted(body.read(into, offset, length));
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }
}

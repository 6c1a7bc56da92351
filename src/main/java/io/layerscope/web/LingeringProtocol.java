package io.layerscope.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * HTTP/1.1 whose refusals arrive. Of a request that it cannot read, Tomcat answers what it has seen
 * and closes while the rest still comes in; TCP then resets the connection, and the reset may throw
 * the answer away before the client has read it (RFC 9112, 9.6). So we end our side, and read for a
 * while what the client still sends.
 */
public final class LingeringProtocol extends Http11NioProtocol {

  private static final int MOST_BYTES = 1 << 20;
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(2);

  @Override
  protected Processor createProcessor() {
    return new LingeringProcessor(this, getAdapter());
  }

  private static final class LingeringProcessor extends Http11Processor {

    LingeringProcessor(LingeringProtocol protocol, Adapter adapter) {
      super(protocol, adapter);
    }

    @Override
    public SocketState service(SocketWrapperBase<?> socket) throws IOException {
      SocketState state = super.service(socket);
      if (state == SocketState.CLOSED && getErrorState().isError()) {
        try {
          linger(socket);
        } catch (IOException e) {
          getLog().debug("The client went before the connection was closed", e);
        }
      }
      return state;
    }
  }

  private static void linger(SocketWrapperBase<?> socket) throws IOException {
    if (socket.getSocket() instanceof NioChannel channel && channel.isOpen()) {
      channel.getIOChannel().shutdownOutput();
      ByteBuffer unread = ByteBuffer.allocate(1 << 13);
      long end = System.nanoTime() + LONGEST_NANOS;
      long left = LONGEST_NANOS;
      for (int bytes = 0; bytes < MOST_BYTES && left > 0; left = end - System.nanoTime()) {
        socket.setReadTimeout(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        int read = socket.read(true, unread.clear());
        if (read < 0) {
          return;
        }
        bytes += read;
      }
    }
  }
}

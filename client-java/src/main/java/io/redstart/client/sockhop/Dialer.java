package io.redstart.client.sockhop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Opens lines to one place. */
interface Dialer {
    /**
     * Opens a line; may wait.
     *
     * @return what is read and written
     * @throws IOException if there is nobody
     */
    ByteLine dial() throws IOException;

    /** An open line. One thread reads, another writes, any closes. */
    interface ByteLine {
        /** Reads some bytes into a whole array; -1 at the end. */
        int read(byte[] into) throws IOException;

        /** Writes all of it. */
        void write(byte[] bytes) throws IOException;

        /** Ends whatever reads or writes. */
        void close();
    }

    static Dialer tcp(String host, int port, Duration within) {
        return () -> {
            // a channel has no timeout for this, its socket has one
            SocketChannel channel = SocketChannel.open();
            try {
                channel.socket().connect(new InetSocketAddress(host, port), (int) within.toMillis());
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                return new OnChannel(channel);
            } catch (IOException failed) {
                channel.close();
                throw failed;
            }
        };
    }

    static Dialer unix(Path path) {
        return () -> {
            SocketAddress address = UnixDomainSocketAddress.of(path);
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(address);
                return new OnChannel(channel);
            } catch (IOException failed) {
                channel.close();
                throw failed;
            }
        };
    }

    /** The name in the certificate has to be the host's. */
    static Dialer tls(String host, int port, SSLContext context, Duration within) {
        return () -> {
            Socket plain = new Socket();
            try {
                plain.connect(new InetSocketAddress(host, port), (int) within.toMillis());
                plain.setTcpNoDelay(true);
                SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
                SSLParameters parameters = secure.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secure.setSSLParameters(parameters);
                secure.setSoTimeout((int) within.toMillis());
                secure.startHandshake();
                secure.setSoTimeout(0);
                return new OnSocket(secure);
            } catch (IOException failed) {
                plain.close();
                throw failed;
            }
        };
    }

    /** TCP, or a Unix domain socket. */
    record OnChannel(SocketChannel channel) implements ByteLine {
        @Override
        public int read(byte[] into) throws IOException {
            return channel.read(ByteBuffer.wrap(into));
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException gone) {
                // it is closed
            }
        }
    }

    /** TLS. */
    record OnSocket(SSLSocket socket) implements ByteLine {
        @Override
        public int read(byte[] into) throws IOException {
            return socket.getInputStream().read(into);
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException gone) {
                // it is closed
            }
        }
    }
}

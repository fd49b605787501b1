import Foundation
import Glibc

/// A connection that sends exactly what a test wants. It waits on threads of its own, because the service may need all
/// others.
final class RawConnection: Sendable {
    private let descriptor: Int32

    /// Connects to a port of this machine.
    ///
    /// - Parameter patience: the time limit of a response, in seconds.
    init(port: Int, patience: Int = 600) throws {
        // Where `localhost` is an IPv6 address first, the service listens there alone.
        guard let descriptor = Self.connected(AF_INET, port) ?? Self.connected(AF_INET6, port) else {
            throw CancellationError()
        }
        self.descriptor = descriptor
        var time = timeval(tv_sec: patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    /// A socket that is connected to the loopback address of a family; nil if nothing listens there.
    private static func connected(_ family: Int32, _ port: Int) -> Int32? {
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var address6 = sockaddr_in6()
        address6.sin6_family = sa_family_t(AF_INET6)
        address6.sin6_port = in_port_t(port).bigEndian
        address6.sin6_addr = in6addr_loopback
        let code =
            family == AF_INET
            ? withUnsafePointer(to: &address) { connect(descriptor, to: $0) }
            : withUnsafePointer(to: &address6) { connect(descriptor, to: $0) }
        guard code != 0 else { return descriptor }
        close(descriptor)
        return nil
    }

    private static func connect<Address>(_ descriptor: Int32, to address: UnsafePointer<Address>) -> Int32 {
        address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
        }
    }

    deinit { close(descriptor) }

    func say(_ text: String) {
        let bytes = Array(text.utf8)
        _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Everything up to a text, the end of the connection, or the time limit.
    func hear(until end: String? = nil) async -> String {
        await Self.onThread { self.receive(until: end) }
    }

    /// What each of some connections hears, one after the other.
    static func hear(_ connections: [RawConnection], until end: String) async -> [String] {
        await onThread { connections.map { $0.receive(until: end) } }
    }

    /// Whether the service closes the connection within the time limit without a response.
    func isClosed() async -> Bool {
        await Self.onThread {
            var byte: UInt8 = 0
            let count = recv(self.descriptor, &byte, 1, 0)
            return count == 0 || count < 0 && errno == ECONNRESET
        }
    }

    private static func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }

    private func receive(until end: String?) -> String {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while end.map({ !text.contains($0) }) ?? true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
        return text
    }
}

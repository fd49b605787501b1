import EventStore

/// Where browsers find the console: at the service, or behind a proxy at the public URL.
struct ConsoleAddress: Sendable {
    /// The origin of the public URL (RFC 6454); nil where none is set.
    let origin: String?
    /// The path of the public URL, which a proxy takes away: empty, or such as `/push`.
    let root: String
    /// Whether browsers come by HTTPS only.
    let isSecure: Bool

    init(_ configuration: ServiceConfiguration) {
        guard let url = configuration.publicURL, let separator = url.firstRange(of: "://") else {
            (origin, root, isSecure) = (nil, "", configuration.tls != nil)
            return
        }
        let rest = url[separator.upperBound...]
        let host = rest.prefix { $0 != "/" }
        let scheme = url[..<separator.lowerBound].lowercased()
        // Browsers write neither capital letters nor the scheme's own port.
        let port = scheme == "https" ? ":443" : ":80"
        origin = "\(scheme)://\(host.hasSuffix(port) ? host.dropLast(port.count) : host)".lowercased()
        root = String(rest[host.endIndex...].reversed().drop { $0 == "/" }.reversed())
        isSecure = configuration.tls != nil || scheme == "https"
    }

    /// The path of the console's page.
    var path: String { root + "/console" }

    /// The whole address, for a service that listens at a URL.
    func url(at listening: String) -> String { (origin ?? listening) + path }

    /// The path of a log.
    func download(of result: JobID) -> String { root + DownloadLinks.path(to: result) }

    /// Whether a form with this origin stood in one of the console's own pages.
    ///
    /// Also where a public URL is set, some come directly: through a tunnel, or from the machine itself.
    ///
    /// - Parameters:
    ///   - origin: the form's origin.
    ///   - host: the host that the request names.
    func isOwn(origin: String, host: String?) -> Bool {
        if let own = self.origin, origin == own { return true }
        guard let host = host?.lowercased() else { return false }
        return origin == "http://\(host)" || origin == "https://\(host)"
    }
}

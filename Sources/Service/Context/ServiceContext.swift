import Hummingbird

/// What goes with a request on its way.
struct ServiceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Names the request in its answer and in the log: the client's own name for it, or one of ours.
    var requestID = ""

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }
}

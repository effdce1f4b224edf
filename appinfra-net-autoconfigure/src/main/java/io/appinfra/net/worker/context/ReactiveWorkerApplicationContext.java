package io.appinfra.net.worker.context;

import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;

/**
 * The application context of a worker of a reactive web application. Conditions know one
 * by its type. It has no web server.
 */
public final class ReactiveWorkerApplicationContext extends WorkerApplicationContext
		implements ReactiveWebApplicationContext {

}

package io.appinfra.net.services;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * What the database keeps.
 */
interface Shelves extends JpaRepository<Shelf, Long> {

}

import { defineErrors } from './error-entry.js'

/** Errors of collections of items, and of the items in them. */
export const collectionErrors = defineErrors({
  'COLLECTIONS-NOT-FOUND': {
    status: 404,
    title: 'Collection not found',
    solution:
      'Take an `id` that `GET /api/v1/collections` or `GET /api/v1/collections/favorites` answered to the same user.',
  },
  'COLLECTIONS-FORBIDDEN': {
    status: 403,
    title: 'The collection is not for the caller to change',
    solution:
      'Change collections that the same user made. Those of type `publicgoverned` take the scope `admin.collections.publicgoverned`; the favourites keep their name and are not deleted.',
  },
  'COLLECTIONS-DUPLICATE-NAME': {
    status: 409,
    title: 'Another tag has this name',
    solution: 'Use the collection of type `public` that has the name, or another name.',
  },
  'COLLECTIONS-LIMIT': {
    status: 409,
    title: 'Too many collections',
    solution: 'Delete collections that are needed no more.',
  },
  'COLLECTIONS-FULL': {
    status: 409,
    title: 'The collection is full',
    solution: 'Take items out of it, or make another collection. `full` of a collection tells so beforehand.',
  },
  'COLLECTIONS-ITEM-DUPLICATE': {
    status: 409,
    title: 'The item is in the collection already',
    solution: 'Nothing is to be done. `collectionIds` and `isFavorited` of an item tell so beforehand.',
  },
  'COLLECTIONS-ITEM-NOT-FOUND': {
    status: 404,
    title: 'The item is not in the collection',
    solution: 'Take an item that `GET /api/v1/collections/{id}/items` listed to the same user.',
  },
})

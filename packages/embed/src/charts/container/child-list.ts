/** Tells a container's layout what its children are called and which part of the container each is. */
export const childList = {
  qChildListDef: {
    qData: {
      title: '/title',
      visualization: '/visualization',
      childRefId: '/childRefId',
      containerChildId: '/containerChildId',
    },
  },
}
